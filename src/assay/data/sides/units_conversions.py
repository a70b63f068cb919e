"""The conversions of units that tables suffer from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conversion:
    """One unit made another: the new value is `factor` times the old plus `offset`.

    Attributes:
        unit: The two units, old to new.
    """

    factor: float
    offset: float
    unit: str

    @property
    def plain(self) -> bool:
        """Whether simple fractions (halves, thirds, twelfths) give whole numbers by it too."""
        parts = (2, 3, 5, 8, 9, 12)
        return any(
            abs(one * part - round(one * part)) < 1e-6
            for one in (self.factor, 1 / self.factor)
            for part in parts
        )


_FACTORS = (
    (1000.0, "thousands and ones (kg and g, km and m)"),
    (1e6, "millions and ones"),
    (100.0, "hundredths and ones (m and cm, shares and percent, euro and cent)"),
    (10.0, "tenths and ones (cm and mm)"),
    (2.54, "inches and centimetres"),
    (25.4, "inches and millimetres"),
    (30.48, "feet and centimetres"),
    (3.280839895, "metres and feet"),
    (39.37007874, "metres and inches"),
    (2.20462262, "kilograms and pounds"),
    (1.609344, "miles and kilometres"),
    (3.785411784, "gallons and litres"),
    (10.7639104, "square metres and square feet"),
    (92.90304, "thousands of square feet and square metres"),
    (2.47105381, "hectares and acres"),
    (28.3495231, "grams and ounces"),
    (3.6, "metres a second and kilometres an hour"),
    (33.8638866667, "inches of mercury and hectopascals"),
    (7.50061683, "kilopascals and millimetres of mercury"),
    (4.184, "calories and joules"),
    (18.0182, "glucose in mmol/l and mg/dl"),
    (38.67, "cholesterol in mmol/l and mg/dl"),
    (88.42, "creatinine in mg/dl and umol/l"),
    (7.0, "weeks and days"),
    (4.33, "months and weeks"),
    (30.4375, "months and days"),
    (52.1786, "years and weeks"),
    (12.0, "years and months, or feet and inches"),
    (24.0, "days and hours"),
    (60.0, "minutes and seconds, or hours and minutes"),
    (365.25, "years and days"),
    (3600.0, "hours and seconds"),
    (1440.0, "days and minutes"),
    (1.94384449, "metres a second and knots"),
    (6.89475729, "pounds a square inch and kilopascals"),
    (29.5735296, "fluid ounces and millilitres"),
    (453.59237, "pounds and grams"),
    (4046.85642, "acres and square metres"),
    (10_000.0, "shares and basis points, hectares and square metres"),
)

CONVERSIONS = (
    *(Conversion(factor, 0.0, unit) for factor, unit in _FACTORS),
    *(Conversion(1 / factor, 0.0, unit) for factor, unit in _FACTORS),
    Conversion(1.8, 32.0, "degrees Celsius to Fahrenheit"),
    Conversion(1 / 1.8, -32 / 1.8, "degrees Fahrenheit to Celsius"),
)
