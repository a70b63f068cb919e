"""One file a target; its name is what `--to` takes."""
