package org.dcm4che3.net;

/** Message priorities (PS3.7 E.1-1). */
public class Priority {
    public static final int NORMAL = 0;
    public static final int HIGH = 1;
    public static final int LOW = 2;
}
