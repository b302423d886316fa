/** The protocol as Gatling sees it: its settings, its key, and what one run of it owns. */
@NullMarked
package dev.yodel.gatling.grpc.protocol;

import org.jspecify.annotations.NullMarked;
