"""Programmes that customers are members of: levels, a ledger of points, coupons."""
