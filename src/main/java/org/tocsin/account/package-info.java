/**
 * Built-in accounts for deployments without an OIDC server.
 *
 * <p>May use: what it needs; nothing may use it.
 */
package org.tocsin.account;
