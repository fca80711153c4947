"""Every room's tests may ask for the invented staff by name."""

from tests.personas import bram, desk, femke, karel, mila, noor, otto, petra, sanne, tarik

__all__ = ["bram", "desk", "femke", "karel", "mila", "noor", "otto", "petra", "sanne", "tarik"]
