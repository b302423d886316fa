@NullMarked
package dev.yodel.gatling.grpc;

import org.jspecify.annotations.NullMarked;
