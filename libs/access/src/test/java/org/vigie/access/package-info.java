/** Who may speak to a service over HTTP, and how. */
@NullMarked
package org.vigie.access;

import org.jspecify.annotations.NullMarked;
