"""How much is left of what a member was given. What expires first is spent first, so sums alone tell it: everything spent so far
is taken from the lots in the order of their last days."""

# A lot is a line that gave points, less what took it back; whatever else was taken away or given back counts as spent.
LOTS = """
    lines as (
        select line.id, line.member_id, line.kind, line.points, line.at, line.expires_on, coalesce(undone.points, 0) as undone,
            line.points > 0 and line.kind <> 'take-back' as lot,
            line.kind = 'take-back' and line.points < 0 and line.takes_back_id is not null as of_lot
        from customers_pointsline line left join customers_pointsline undone on undone.takes_back_id = line.id
        where line.member_id = any(%(members)s)),
    spent as (select member_id, -sum(points) as points from lines where not lot and not of_lot group by member_id),
    ordered as (
        select lines.member_id, lines.id, lines.expires_on, lines.points + lines.undone as points,
            sum(lines.points + lines.undone) over (partition by lines.member_id order by lines.expires_on nulls last, lines.id)
                - coalesce(spent.points, 0) as beyond
        from lines left join spent on spent.member_id = lines.member_id where lines.lot),
    lots as (select member_id, id, expires_on, least(points, greatest(beyond, 0)) as left_over from ordered)
"""
