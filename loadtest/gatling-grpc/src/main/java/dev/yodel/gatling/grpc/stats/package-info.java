/** Samples of calls and messages, listeners of them, and statistics recorded from them. Independent of Gatling. */
@NullMarked
package dev.yodel.gatling.grpc.stats;

import org.jspecify.annotations.NullMarked;
