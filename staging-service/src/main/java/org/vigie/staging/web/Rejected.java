package org.vigie.staging.web;

import java.io.Serial;

/** A request that breaks a rule; the texts never quote what was sent. */
final class Rejected extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String object;
    private final String rule;

    /**
     * @param object path of the field that is wrong
     * @param rule what it must be
     */
    Rejected(String object, String rule) {
        super(object + ": " + rule);
        this.object = object;
        this.rule = rule;
    }

    Problem problem() {
        return new Problem("invalid", object, rule);
    }
}
