package org.vigie.staging.domain.cohort;

/**
 * A proportion with its 95 % interval by Wilson's score method (Wilson, J Am Stat Assoc 1927).
 *
 * @param events at least 0
 * @param total at least {@code events} and at least 1
 */
public record Rate(int events, int total) {
    static final double Z_95 = 1.959963984540054;

    public Rate {
        if (events < 0 || total < 1 || events > total) {
            throw new IllegalArgumentException("rate of " + events + " in " + total);
        }
    }

    public double value() {
        return (double) events / total;
    }

    public Interval ci95() {
        double z2 = Z_95 * Z_95;
        double centre = (value() + z2 / (2 * total)) / (1 + z2 / total);
        double half = Z_95 / (1 + z2 / total) * Math.sqrt(value() * (1 - value()) / total + z2 / (4.0 * total * total));
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }
}
