"""Whole passwords that many choose and that are long enough, as the beginnings of their digests.

They are told by digests because many of them are no words to be read. Of the 30,000 commonest that
zxcvbn 4.5.0 lists, 1,090 have ten signs or more; these 775 are those that hold too little of what
`common_words` takes out. zxcvbn: MIT licence, (c) 2012-2016 Dan Wheeler and Dropbox, Inc., (c) 2016
Daniel Wolf; its list was counted by Mark Burnett among ten million that he published.
"""

from base64 import b64decode
from hashlib import sha256

_BYTES = 6
_TOLD = """
    ACX3VwTwAClSVwmsAHUjtSk4AI3VUMIVAKa3LUCJAKuZ2XGuAM/kbSurANQS7Y3MATmsb6H7AVAA9LWMAfccmiurAktM
    LyeSAmxvm/lBAm3Ri561An/t+XwWAvUUgvVyAyzBH+elA1tsikruA2XKwUG2A649aPzXA7L8RRSoBGOY9aANBIcNK/we
    BRkl0D/YBTQUFSSxBZYEkhFbBaNyAavcBbtDKkv2BcMX4tU0BiXRna/JBiXlv6EeBwlyXcruBwocSqv0B2DGKrWtB6Yb
    OVnrB/UxYgNnCA3F7Qk8CJVzW77cCUDQEt7eCXy2wyWuCZOPkSjQCcJKhNN3CjSB+JzDCxdp8atfCzWWXGpAC/fLj2ud
    DAri2cI5DD+TtMAADJbLS+8fDNJiKaPBDNVgoRb5DPfHbhZODUtJblt1DW+sq+/PDW/924eXDZIqT2YpDaC5Q/MiDjKC
    jiDgDkNlCxSODlY77uaoDuFObJElEGKM/ENPEKuMt9h9EMjGNNQyERjx7g3bEXI20LJNEc6BiaR9Ee+VdJ6kEq1KPvM5
    Ethl4NMOE6phJ+97FD50xuGOFIZKaiPeFQHdE0ceFSR//ZatFUIm89QIFUtvftGwFWcXjWdWFhLvykx3Fr7f2mC8F0y3
    USFJGCIjbTijGCUmwVOSGF79TOh2GG2qKX3YGL9u3ISAGUgovfg4GVWP5u1aGW8mzVJaGmfKvdUqGmhC/8toGmvU2ded
    GnnR3R1oGqa32TJOGtzYHw4/Gv2olzenGwHjChn5Gw+TwohsG0Ahta1iG1ulYEcxG3M+MIlxG4XTrrC0G+Wh7kRqHDEt
    1kJqHGmdBtlmHJrjhhL2HUv9tooUHUxhYJUTHZluAz1hHcH3qbDeHgnl3Ko0HhWpro/xHu/3oH8+HyrE8xAPH0VOjOjX
    H87cMTsQIOfC6JgnIPNcuCyUIPn3VvTnIUK4ElAxIVL2N3qpIc3cgyHdIlxxG+n6I4HpVzocI7XtKaHoI/H6nLqWJAb0
    blBsJA3V48kJJDfJ6662JD0CPMKyJHn4D2R8JJUAzSjnJOfoyhbaJQflMYTmJSbIVjB4JU44ky/bJWahjNHqJxjzibJu
    J4e2/QyfJ6DWACf0J+7Pl/MNKIn1Rq+nKObpqcWSKSniL0ixKXqrxWu7KfYUdClUKvExGRgoKvsNKEWgKwqMI0u5Ky4x
    AUY5K4Zem99JK72+34GcK8pHKV7aLLOAnuPtLVQ7vBK3LbHSnjnMLgR/o1AfLjT9gr05LvpTJoe9L8WS0RsdMABfVs8v
    MAyy16UnMC//+FIzME+ndAkBMaLVKCaDMfYed/JXMiNmTOhKM5IwaDQJM9c+I0EcNI/KixwdNPRMxpJANTVTnwtCNTv4
    GBxqNUQFkO+FNbXzzG/bNieZllxQNjLN3Jk6NptBxyvmNqoVqI56Nq5wSTa3Nxtz1MzuN+gBkfaeOEvjR0SpOH7MqLsq
    OL4qncFOOfg90xNzOkVz7uFROkke5GVrOm4p58jUOogTz8BDOwz9ZBAFO02i4o6+O6/1dUGkPJ+iHVXQPLW3DOusPL4/
    41MQPN/VJyePPPLPGi7ePQfYpVSePUcnQ8bCPUgQsUsiPcQ9u84RPktIT9MOPoE2kAArPrykA+bQPx08QBeNP9hAbGCJ
    P/RggP1VQAlNCm+oQCtpwBs8QF5gO0aYQJr+wt8aQKE7dI7MQPSj4iaMQPWYzHZVQlDA8aIAQuRL5Up7Quhz82lNQ3mx
    0goFQ81Q7t7SRET1pPpCRHgjbxVlRKIUtLTCRT0qRvL5RUGXuomSRUvmdpkxRWHgiNudRZIJLhBhRcTEkr4eRchr/8uR
    RdGzE3YLRd2tsmZtRqKBzTVJRrR19NPVRttfKTzwR7Wl+GdnSBZsfBkeSB7DEMKnSCWF/2ixSC9YogAJSIoycRr+SPZA
    /ffYSYRTBCXtSZcGJ++KShBqfkiiShVCFpMJSiM9pnxuSj4pLt2nSloMU7P9Sml58078Sp29OLIGSrnzmOdnSsH1rv2b
    S2S484gTTB3p6v6KTHPWx311TL46zrNaTNdLjkTXTcbwr7YhTePTPyEGTlw1KEmVTqRj78jwTxsUeY9bUBZup1R9UB1a
    y0rMUEFSjKxfUEVWRTxCUFCUXN+iUJheFjmSUOaWginCUPSAl+PlUgNk1y8jUpbB+h25U4+emfKKU6QPE/OVU6YMlDbZ
    U797WjUeVDOLVgAUVF8HApXSVJy8/3otVMyqok1XVNwLVJIWVQknV8YKVemKHlU9VpGnklzwV1rSXAZ/WF0UrCO4WLqj
    xUr1WRVyYkhcWeIPaUViWknyoB8HWy5MdmXgWzRpWQh2W0e7tJ5QW0pkBi6LW4hMb7IAW5VDi99JW5uQnVwkW6V6Mqk0
    W9etsCRGXOX9Wjq5XTtLrnUhXVpwoteIXcKlx5NcXcTde5MCXkyYFNzIXnN/iR2xXpKG2oJhXrtJ5JmmXthOkQZhXzs7
    YUlXX1DdcnTvX/x9/IduYFR7tBIQYIX+4pl6YMXlg95jYXA0wi22YriTCcwNYtm1ayOpY1C6ZBAOY4TkDGyAY+gRfAIM
    ZC7jUIEZZNcuXBwWZVhP2wXUZbyGf2j/ZcJ5OP5gZnjUPnQtZsySkCgmZvH6gy1hZy6Fe/K7Z4D2mhPLaHTqMdvgaVY0
    dZDCaXwx1cHEasTTTHjUauIXFkoeaxLuD8kSax5bbzYVa0EeOhAda1ZelRWha2yw6gWga3Um54FXbEdf3X8AbF8oWp7b
    bH3YC1vUbN6206aWbV1F1X68bq5p3jRybuqLBMaLbu37ltcnbyK2TsB0bzkt7Y4ScNtyRB4ccORI7zCZcScI4HtCcVTG
    7rbNcW+f+SkxcXmwswmIcYyK3KNxcj41NPjicrVa4yiFcxqACbfjc0duOCYxc5jPEPKac8Y9FsZoc/yNKmGkdDBWFrK8
    dFCRQgpadF/oJxttdGJDFneXdL/8tP5ndM056gyXdYbe6cP/dcIJcL71ddzE6qzUdlrZ9Mfmdnl7kG3qdrZPo2Uodso9
    qlkgd1RMi5NOd1ucIAACd5cEU9UMeAsQz6qseEQcvs5VeJnpUAdWeJuZ6SpLeVhH72osejDXgxDyejGAujPJe/0319l1
    fDbFsPtrfEpcJCtyfRKMTFNsfTFrk95ffWNUbXnMfWee9GLxfcrJGqyRfmyUBjiSfo1E6hmlfuytuXqAf+mRLLERgPqE
    n4L4gXSgXU4mgahT/2wzgbAnyPKkgdBv6RZhggbSLwQ3gjCeQRWmgos7+2ekgrpwG8gfgtJD6Ff3gzJJpC3fg3A1SQ8I
    hFrY+lp3hFul5BLQhPUOiY95hZMmRZJchgVJBRwhhi14iPjshxV1AHg+h2BmO7Jfh2jO0l5jiFzNzJEZiTUmIaLliTWx
    DwVuicxNlVM+iwQwg7qbi1G5oV0Gi1VUUrFMjFyufA3QjG6W96tqjIbkQfgjjOHNQ8WljRfb0oUpjTy7dUF+jflQJlOP
    jj9oVeGPjrCOx/8gjssL+aGej6Gf/g8kj7V6qhkcj8ApOWnaj8Cqo6r+kBWzUCohkFYu6WP8kHfRr2nHkJzeSic+kOAz
    pkCLkQ7u0EfzkVSyb0KUkbGgWvSbkdM0houkk2oYXKqik8WIZAAHlFcpmymslJCcXs1flTEk9ZZQlTpoWq/FlY7Vbju4
    lbOvMJkmlb+yTeF9lc5w2e3jlfsNu3D4loNH3e1qlrfJALFmlr0SvPQil/ZSw5uomeK1jIxYmkU9z2g1mrPzBG0ymryL
    EELXmwcwVnBEmxvYGkNBmyj5Qxqbm5esXnZ+m9mqDfALnAVjbofynH9yzRDZnVKYC8/cngtrEjvVnm75ADWunsXb74fb
    nsuQgdmsn0e6SwFxn8yjWvNhoDZHVaOKoHoz6xxZoMdLnm08oOWNj7fYoPuEqsG+ocel7KGEoe7l20fBokVv8GHEo2Dv
    Ft1jo561b90SpAGAnyl6pGejE+jDpHPZBKUUpRWrT5XWpgOXSuSzpliB0o8npovzsv7VptgYlgxUpxi7y24pqD8GqUza
    qI5DzF+pqO6uBFghqQ+JYnO7qR8Mwk/2qV4CD7rEqbnrnLjwqlk0P567qoAvZU46qq5/Dih9qroDqEV3qtrxjGOhq5EJ
    5PBqq9S1CeISrHvfspVSrPRUiJeNrTzsaSA+rV1WsNB5rl3rhl05rmFkgKHzrtH+mM2kr1f5ohtYr5d3cuGJr56Bi1Zw
    r/EutoXAr/ffvkYUsCVvDvTfsFya1JzwsHyVpU0hsKnpDWH0sM12t9eCsZzsMpIhse6z/E8nsmtwMKuzsowizQRQso5O
    kXdzssN+0Zpdsw5FvJHWs1scSQRks3c0tDtXs9Uv1LNss+O2TjUHtDl8EqZotMTY0b+3tWtbUZvFtcxe2f6PtjJHXUM3
    trkBAlXOuALzHXB0uDa+NY/KuEbpy34yuFEjvFctuLvW8D54uRapChc8ubnl3J/Mud2iZNg8ueo2xrHEuqH1mEuAuqjh
    Z7hjuqnbM092uwPgxK+Zux5lJ6XJuzRU7iy5vEp9hVrPvFTDQJBovFs/4y4jvO3PJPf0vduQsOe3vih2oaqNvmfbC7CJ
    vmyQb3FjvqfwiHW7v2H/PZIsv6Eguf4uwENKfVAmwIe2O29iwNuQ8p9QwZEi8puAwco7fa2wwjFw3YhYwjmynV3lwryC
    nylRw9zWuFu/xCQlx7Y8xDpI1s7BxEPt0OiWxEe7CSg8xSW/ubZ0xSaaiD8axUBAtLBAxUB7W9+1xXRa8vR3xkBrBr99
    xlWNLBFoxvj/mC1Ex4Guzhupx5jO7668x+QCJY7jyAPQoVIQyDS+xUHwyK3kXtZPyQNOSa8syQdomig7yXFlfwx3ybjg
    Z2UfybqtDBfvyeUxMOPLyhn5SwrZykFv9Lteyo8WiNxOyrGOXAzfys/VJEADy4stx3amy86Bkaj2zC627GOLzJIAZJTh
    zNFqE176zWPgCq9nzb7O0yMhzlKsi2qrzmQoco+KzwpahWQLzy6Xo43sz1rLyrywz4w+P3Gu0Iyehenl0M0FxKpC0P8n
    lOx60R85YXJv0f4LPJBW0hVoXFZb0lsbU/7a0oLq2Kcp0tjgVp4x0t4afg6D0uKdsNQl0yLiYjZW03dNDRk005PdJGVG
    07Lfy85X1Codg+Fa1SR1upSS1gmnRoQ114y1zGWj1/TTzO562EqaaysP2GyGUbeU2Kr8S4R82K7MZSzk2fuS47vm2sry
    /44R2tCuKpCv2yzBgvuz23rZUDNu24Sbvz5c27efuLMs28BUpiZy29YW0agU29zwG/Us3ADJA4Ur3CK4aOQx3c1PL/KQ
    3kT7MqcG3mJ4q57R3sX/ZKpa34UhxMyU383P5K6v3/xQSqVT4AD0D8Ts4MYdpjoA4Nm0E0Xa4SuC0djX4WiJe7ST4mTH
    +Xlz4oeB38LD41/Nncsg5ABeLBV45FalgUsQ5F9MIySd5GbISM2E5JozIW0Y5MURLPgo5OaaH2i15RTIP/bT5UxzUJZo
    5XoMzrhU5hvjtQap5jgYAZH75keoMIcJ5n9AQJrS5oIbgukW5rBWgPrt5sxIOdFQ5vc/GhW55xTMsjpR5xj1XPCk53O7
    XZAm6GXAnHVt6PGtK96j6Xb6Vf2+6aL00OHw6hWWChHR6l5MTgho6pDV4OUM6rEblPRw6tboQVbH6wNLQdJ/6yY6+xn1
    617q8qWc651KlkvI7AQuUs8+7EStNC1T7XcGYsJ17Xk7S8xq7Yub4ghC7Z10Og5E7gL+/IDD7ovKuzYI7qHx4HGS7qWf
    0b3G7rTGuE0E7unG4ZBv7vocfgyW708yiY0A7+KUQ2wz8FlUgNHy8NE1GuAY8W+sjYj78cQl38128dLG7MIP8fpdbCZC
    8nXJNpLw84HxFMiu86+NL0M88+rFbqRk9BVwj9+99G2sp+t59RU9Rn2o9YfU1YZg9ckxayB69d7IcLax9fHOjyXX9hy0
    IoHs9kufK3Us9ldpEezK9o4+zac59qDtIVtS9q5lTkEt9rFEmDA39tvT113u93C+Q6xj97zS1ONy+GV7xl8f+O7P2obT
    +PlsTAU6+VK3S2CD+V/DKC3C+W2urN2F+hA4BPoe+m5eWhio+yfx3wMn+2Mbmyk6/HZHvucg/IWnZOI4/IqDwwe8/LeO
    pgvD/TqqO2bv/UZtYtZ0/ZTVc+SL/aeZDTEN
"""
_WHOLE = b64decode(_TOLD)
_DIGESTS = frozenset(_WHOLE[at : at + _BYTES] for at in range(0, len(_WHOLE), _BYTES))
COUNT = len(_DIGESTS)
"""How many there are."""


def is_often_chosen(folded: str) -> bool:
    """Tell whether a whole password is among those that many choose.

    Args:
        folded: In small letters, in its normal form.

    Returns:
        True for one of them; for another one by a chance of one in three hundred thousand millions.
    """
    return sha256(folded.encode()).digest()[:_BYTES] in _DIGESTS
