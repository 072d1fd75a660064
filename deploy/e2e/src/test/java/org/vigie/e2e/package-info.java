/** The whole path: packaged services as processes, foreign senders, a browser, a mail server. */
@NullMarked
package org.vigie.e2e;

import org.jspecify.annotations.NullMarked;
