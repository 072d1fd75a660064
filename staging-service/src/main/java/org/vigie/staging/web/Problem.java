package org.vigie.staging.web;

/**
 * What went wrong.
 *
 * @param error {@code invalid} or {@code unavailable}
 * @param object the field or part concerned
 * @param rule what it must be, or what to do
 */
public record Problem(String error, String object, String rule) {}
