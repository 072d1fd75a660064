package org.vigie.notify.domain;

/**
 * Somebody who is told.
 *
 * @param id name in the configuration
 * @param address e-mail address
 */
public record Recipient(String id, Role role, String address, Language language) {
    public enum Role {
        ONCOLOGIST,
        RADIOLOGIST,
        BACKUP_ONCOLOGIST,
        COORDINATOR
    }

    @Override
    public String toString() {
        return "Recipient[" + id + "]";
    }
}
