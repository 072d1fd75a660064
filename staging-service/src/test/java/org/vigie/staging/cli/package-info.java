@NullMarked
package org.vigie.staging.cli;

import org.jspecify.annotations.NullMarked;
