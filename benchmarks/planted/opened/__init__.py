"""Sets that were held out, in the order in which they were opened: rules were mended by them."""
