@org.jspecify.annotations.NullMarked
package org.vigie.ingest.cli;
