/** The service under test: preflight check, method look-up, and the service that a demo starts. */
@NullMarked
package dev.yodel.loadtest.target;

import org.jspecify.annotations.NullMarked;
