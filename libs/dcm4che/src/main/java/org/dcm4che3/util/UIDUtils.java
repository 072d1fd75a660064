package org.dcm4che3.util;

import org.dcm4che3.data.UID;

/** Forwards to the port, which merged these into {@link UID}. */
public class UIDUtils {
    public static boolean isValid(String uid) {
        return UID.isValid(uid);
    }

    public static String createUID() {
        return UID.createUID();
    }

    public static String createUID(String root) {
        return UID.createUID(root);
    }

    public static String createNameBasedUID(byte[] name) {
        return UID.createNameBasedUID(name);
    }

    public static String createNameBasedUID(byte[] name, String root) {
        return UID.createNameBasedUID(name, root);
    }
}
