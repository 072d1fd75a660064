package org.vigie.staging.domain.cohort;

/** A closed interval. */
public record Interval(double low, double high) {}
