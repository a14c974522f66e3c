"""How long things are kept: periods, holds, the runs that erase, accounts nobody uses."""
