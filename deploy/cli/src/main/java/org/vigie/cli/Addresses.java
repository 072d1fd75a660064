package org.vigie.cli;

import java.io.PrintWriter;

/** Tells a person where everything is. */
public final class Addresses {
    private Addresses() {}

    public static void print(PrintWriter out, Home home, Ports ports, Secrets secrets) {
        out.println();
        out.println("  web pages   http://127.0.0.1:" + ports.web() + "/");
        if (secrets.adminPasswordIsNew()) {
            out.println("              user admin, password " + secrets.adminPassword() + "   (shown this once)");
        } else {
            out.println(
                    "              user admin, password in " + home.secrets().resolve("admin.password"));
        }
        out.println("  DICOM       VIGIE@127.0.0.1:" + ports.dicom() + "  (C-ECHO, C-STORE)");
        out.println("  REST        ingest " + ports.ingest() + ", diffusion " + ports.diffusion() + ", staging "
                + ports.staging() + "  (127.0.0.1, user vigie)");
        if (ports.hl7() != null) {
            out.println(
                    "  HL7 v2      127.0.0.1:" + ports.hl7() + "  (MLLP: ORU^R01, RAS^O17, RDE^O11, OMP^O09, ADT^A40)");
        }
        out.println("  FHIR R4     http://127.0.0.1:" + ports.staging() + "/fhir  (transactions, user vigie)");
        out.println("  logs        " + home.logs());
        out.println();
        out.println("  " + VigieCommand.NOTICE);
        out.println();
        out.flush();
    }
}
