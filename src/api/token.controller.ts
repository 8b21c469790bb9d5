// Tokens for development, of the local issuer. Not registered in production mode.
import { Body, Controller, Post } from '@nestjs/common';
import { LocalIssuer, type TokenRequest } from './tokens.js';

@Controller('dev')
export class TokenController {
  constructor(private readonly issuer: LocalIssuer) {}

  @Post('token')
  async token(@Body() asked: TokenRequest): Promise<{ token: string }> {
    return { token: await this.issuer.issueToken(asked) };
  }
}
