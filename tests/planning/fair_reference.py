"""Equal shares as the paper writes it, slowly: every voter by themselves, everything in fractions."""

from fractions import Fraction


def rate(cost, unit, purses, approvers):
    """The least rho with sum(min(money, rho * unit)) = cost; None when the money is not enough."""
    if sum(purses[voter] for voter in approvers) < cost:
        return None
    owned = sorted(purses[voter] for voter in approvers)
    paid = Fraction(0)
    for place, money in enumerate(owned):
        share = (cost - paid) / (len(owned) - place)
        if share <= money:
            return share / unit
        paid += money
    raise AssertionError("the money was enough")


def equal_shares(costs, budget, ballots, endowment, satisfaction="cost"):
    """The projects in the order in which they are bought, and the payments of every voter."""
    purses = [Fraction(endowment)] * len(ballots)
    payments = [{} for _ballot in ballots]
    votes = [sum(project in ballot for ballot in ballots) for project in range(len(costs))]
    left = [p for p in range(len(costs)) if votes[p] and costs[p] <= budget]
    bought = []
    while True:
        offers = []
        for project in left:
            approvers = [voter for voter, ballot in enumerate(ballots) if project in ballot]
            unit = costs[project] if satisfaction == "cost" else 1
            found = rate(costs[project], unit, purses, approvers)
            if found is not None:
                offers.append((found, costs[project], -votes[project], project))
        if not offers:
            return bought, payments
        rho, _cost, _votes, project = min(offers)
        unit = costs[project] if satisfaction == "cost" else 1
        for voter, ballot in enumerate(ballots):
            if project in ballot:
                payment = min(purses[voter], rho * unit)
                purses[voter] -= payment
                payments[voter][project] = payment
        bought.append(project)
        left.remove(project)


def add_one(costs, budget, ballots, satisfaction="cost"):
    """The same with add1 completion: the result that counts, its payments and its endowment."""
    endowment = Fraction(budget, len(ballots))
    eligible = {p for p, cost in enumerate(costs) if cost <= budget} & set().union(*ballots)
    bought, payments = equal_shares(costs, budget, ballots, endowment, satisfaction)
    while set(bought) != eligible:
        following = equal_shares(costs, budget, ballots, endowment + 1, satisfaction)
        if sum(costs[project] for project in following[0]) > budget:
            break
        (bought, payments), endowment = following, endowment + 1
    return bought, payments, endowment
