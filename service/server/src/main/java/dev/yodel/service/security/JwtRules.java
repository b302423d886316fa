package dev.yodel.service.security;

import java.time.Duration;

/**
 * What a JSON Web Token has to say.
 *
 * @param issuer its exact {@code iss}
 * @param audience one of its {@code aud}
 * @param clockSkew how far the clocks of issuer and server may differ
 */
public record JwtRules(String issuer, String audience, Duration clockSkew) {}
