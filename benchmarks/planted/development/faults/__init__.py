"""What goes wrong in people's code and exports, planted into real tables: one file an area."""
