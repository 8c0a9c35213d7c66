package dev.locomo.core.fetch;

import java.net.URI;

/**
 * Where a file comes from.
 *
 * @param site how it is asked
 * @param url the file there
 * @param remedy what a user can do when it is not there
 */
public record Source(Site site, URI url, String remedy) {}
