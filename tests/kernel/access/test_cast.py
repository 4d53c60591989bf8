from tests.cast import acting, customer_of
def test_a(db):
    print(acting("sales"))
    print(customer_of("own"))
def test_b(committed):
    print(acting("sales"), committed)
