package org.vigie.ingest.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.vigie.ingest.Listening;

/** The DICOM port in a process of its own, to be killed. Prints its port and runs until then. */
final class ReceiverMain {
    private ReceiverMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Listening listening = new Listening(Path.of(arguments[0]), Map.of("vigie.ingest.min-free-bytes", "0"));
        System.out.println("PORT " + listening.port());
        Thread.currentThread().join();
    }
}
