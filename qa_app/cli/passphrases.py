"""Passwords of unrelated words, for people who have to type them once."""

from qa_app import clock

_LIST = """
acorn amber anchor apron arrow autumn badge bamboo barley basket beacon birch blanket bottle
bridge bronze bucket butter button cabin candle canyon carpet castle cedar chalk cherry chimney
cinnamon circle clover cobalt compass copper coral cotton cradle crane cricket crystal curtain
daisy dolphin donkey dragon drum eagle earth echo elbow ember engine falcon feather fennel
fiddle finger flame flute forest fossil fountain garden garlic ginger glacier glove goose
granite grape gravel guitar hammer harbor harvest hazel helmet heron hollow honey horizon
iceberg indigo island ivory jacket jasmine jigsaw juniper kettle kitchen ladder lagoon lantern
lemon lilac linen lizard lobster magnet mango maple marble meadow melon mirror mitten monsoon
mountain mustard napkin needle nickel nutmeg oasis ocean olive onion orchard otter oyster paddle
paper parrot pebble pencil pepper piano pigeon pillow planet plum pocket pollen pony poppy
prairie puddle pumpkin quartz quilt rabbit raven ribbon river rocket saddle saffron salmon
sandal satin saucer scarlet shadow shovel silver sparrow spider spruce squirrel stable summer
sunset swallow teapot temple thimble thunder tiger timber tomato torch tulip tunnel turtle
umbrella valley velvet violet violin walnut walrus wagon water willow window winter yogurt zebra
zipper
"""
_COUNT = 5
_BITS = 64


def passphrase() -> str:
    """Draw a password that nobody has used before.

    Returns:
        Five words of a list of some two hundred, joined by dashes: more than 37 bits.
    """
    words = _LIST.split()
    return "-".join(words[clock.random_bits(_BITS) % len(words)] for _ in range(_COUNT))
