@NullMarked
package org.vigie.ingest.domain;

import org.jspecify.annotations.NullMarked;
