"""Foreign homes of tables, one file each, imported only when a URL names one."""
