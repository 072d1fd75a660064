package org.vigie.notify.service;

import com.fasterxml.jackson.databind.JsonNode;

/** What another service said. */
public sealed interface Answer {
    /** It did what was asked; an empty body is a missing node. */
    record Done(JsonNode body) implements Answer {}

    /**
     * It refused.
     *
     * @param status HTTP status
     * @param error in its own words, made for people
     */
    record Refused(int status, String error, String object, String rule) implements Answer {}

    /** It did not answer; nothing may have happened. */
    record Silent(String service) implements Answer {}
}
