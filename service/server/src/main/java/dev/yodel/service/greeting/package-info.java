/** The greetings: {@code yodel.v1.GreetingService} and the {@code helloworld.Greeter} of gRPC's quick starts. */
@NullMarked
package dev.yodel.service.greeting;

import org.jspecify.annotations.NullMarked;
