@NullMarked
package org.vigie.ingest.web;

import org.jspecify.annotations.NullMarked;
