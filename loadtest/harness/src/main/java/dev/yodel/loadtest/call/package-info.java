/** Single calls from a terminal, without Gatling: make one, list and describe methods, probe the health of a server. */
@NullMarked
package dev.yodel.loadtest.call;

import org.jspecify.annotations.NullMarked;
