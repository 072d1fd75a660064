/** The sockets under the DICOM listener: who may connect, how long each step may take, TLS; hands on only sound PDUs. */
@NullMarked
package org.vigie.ingest.dicom.wire;

import org.jspecify.annotations.NullMarked;
