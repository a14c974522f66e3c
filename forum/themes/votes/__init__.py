"""What weighings say: a map of people, opinion groups, what unites and what divides them.

Pure functions on plain numbers: no Flask, no database, no network; the same votes give the same
result in any order.
"""
