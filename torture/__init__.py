"""What is done to the application so that nobody else does it first: `make torture`.

Everything happens on this machine, in folders and databases made for it, bounded in count and time.
"""
