package org.vigie.notify.domain;

/** Why somebody is told; at most one delivery per alert version, recipient and purpose. */
public enum Purpose {
    ALERT,
    REMINDER_1,
    REMINDER_2,
    ESCALATION,
    /** The alert no longer stands; goes to everyone who received it. */
    RETRACTION
}
