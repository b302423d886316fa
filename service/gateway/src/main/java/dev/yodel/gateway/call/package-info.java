/** Calls of the server: its methods with their HTTP paths, the channels to it, headers and statuses. */
@NullMarked
package dev.yodel.gateway.call;

import org.jspecify.annotations.NullMarked;
