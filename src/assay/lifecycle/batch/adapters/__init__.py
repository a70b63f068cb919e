"""Foreign homes of predictions, one file each, imported only when an address names one."""
