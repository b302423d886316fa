package dev.yodel.service.security;

/** Whether clients identify themselves by a certificate. */
public enum ClientAuth {
    /** Clients are not asked for a certificate. */
    NONE,
    /** Clients are asked for a certificate; one that is sent must be valid. */
    REQUEST,
    /** Clients without a valid certificate cannot connect. */
    REQUIRE
}
