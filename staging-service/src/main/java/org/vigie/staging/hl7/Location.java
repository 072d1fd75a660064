package org.vigie.staging.hl7;

/**
 * A place in a message.
 *
 * @param occurrence which segment of that name, from 1
 * @param field from 1, 0 for the segment itself
 */
record Location(String segment, int occurrence, int field) {
    static Location of(String segment) {
        return new Location(segment, 1, 0);
    }

    Location field(int number) {
        return new Location(segment, occurrence, number);
    }

    /** As in ERR-2: segment, occurrence and field. */
    String encoded() {
        return field == 0 ? segment + "^" + occurrence : segment + "^" + occurrence + "^" + field;
    }

    @Override
    public String toString() {
        String name = occurrence == 1 ? segment : segment + "[" + occurrence + "]";
        return field == 0 ? name : name + "-" + field;
    }
}
