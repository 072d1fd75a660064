package org.vigie.store;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** How written bytes reach the disk; replaced where a slower or a failing disk is tried. */
@FunctionalInterface
public interface Forcing {
    /** {@code fdatasync}: the bytes and as much of the file's description as reading them back needs. */
    Forcing DATA = channel -> channel.force(false);

    void force(FileChannel channel) throws IOException;
}
