/**
 * A sample incident run through the public HTTP API.
 *
 * <p>May use: what it needs; nothing may use it.
 */
package org.tocsin.demo;
