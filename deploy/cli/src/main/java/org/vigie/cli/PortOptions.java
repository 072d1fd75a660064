package org.vigie.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Ports by flag, else by environment, else the usual ones. */
public final class PortOptions {
    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "${env:VIGIE_WEB_PORT:-8080}",
            description = "web pages (default ${DEFAULT-VALUE})")
    private int web;

    @Option(
            names = "--dicom-port",
            paramLabel = "PORT",
            defaultValue = "${env:VIGIE_DICOM_PORT:-11112}",
            description = "DICOM, AE title VIGIE (default ${DEFAULT-VALUE})")
    private int dicom;

    @Option(
            names = "--ingest-port",
            paramLabel = "PORT",
            defaultValue = "${env:VIGIE_INGEST_PORT:-8081}",
            description = "REST of ingest (default ${DEFAULT-VALUE})")
    private int ingest;

    @Option(
            names = "--diffusion-port",
            paramLabel = "PORT",
            defaultValue = "${env:VIGIE_DIFFUSION_PORT:-8082}",
            description = "REST of diffusion (default ${DEFAULT-VALUE})")
    private int diffusion;

    @Option(
            names = "--staging-port",
            paramLabel = "PORT",
            defaultValue = "${env:VIGIE_STAGING_PORT:-8083}",
            description = "REST of staging (default ${DEFAULT-VALUE})")
    private int staging;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "${env:VIGIE_KAFKA_PORT:-9092}",
            description = "embedded Kafka (default ${DEFAULT-VALUE})")
    private int kafka;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "${env:VIGIE_POSTGRES_PORT:-5433}",
            description = "embedded PostgreSQL (default ${DEFAULT-VALUE})")
    private int postgres;

    @Option(
            names = "--hl7-port",
            paramLabel = "PORT",
            defaultValue = "${env:VIGIE_HL7_PORT}",
            description = "HL7 v2 over MLLP, by custom 2575 (default: off)")
    private @Nullable Integer hl7;

    public Ports ports() {
        return new Ports(web, dicom, ingest, diffusion, staging, kafka, postgres, hl7);
    }
}
