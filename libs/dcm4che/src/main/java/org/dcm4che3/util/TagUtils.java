package org.dcm4che3.util;

import org.dcm4che3.data.Tag;

/** Forwards to the port, which merged these into {@link Tag}. */
public class TagUtils {
    public static String toHexString(int tag) {
        return Tag.toHexString(tag);
    }

    public static String toString(int tag) {
        return Tag.toString(tag);
    }

    public static int groupNumber(int tag) {
        return Tag.groupNumber(tag);
    }

    public static int elementNumber(int tag) {
        return Tag.elementNumber(tag);
    }

    public static boolean isPrivateCreator(int tag) {
        return Tag.isPrivateCreator(tag);
    }

    public static boolean isPrivateGroup(int tag) {
        return Tag.isPrivateGroup(tag);
    }

    public static boolean isPrivateTag(int tag) {
        return Tag.isPrivateTag(tag);
    }

    public static boolean isGroupLength(int tag) {
        return Tag.isGroupLength(tag);
    }

    public static int toTag(int group, int element) {
        return Tag.toTag(group, element);
    }

    public static int toPrivateTag(int creatorTag, int tag) {
        return Tag.toPrivateTag(creatorTag, tag);
    }

    public static int creatorTagOf(int tag) {
        return Tag.creatorTagOf(tag);
    }

    public static boolean isFileMetaInformation(int tag) {
        return Tag.isFileMetaInformation(tag);
    }

    public static int forName(String keyword) {
        return Tag.forName(keyword);
    }

    public static int[] parseTagPath(String path) {
        return Tag.parseTagPath(path);
    }
}
