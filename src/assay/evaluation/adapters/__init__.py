"""Other libraries' explanations, one file each, imported only when used."""
