// The API's description, for machines and for people.
import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { docsPage, docsPolicy } from './docs-page.js';
import { languageOf, languageTag, type Language } from './language.js';
import { openApiDocument, type OpenApiDocument } from './openapi.js';
import { ServedRoutes } from './served-routes.js';

@Controller()
export class DocsController {
  private readonly made = new Map<Language, OpenApiDocument>();

  constructor(private readonly routes: ServedRoutes) {}

  @Get('openapi.json')
  openApi(
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): OpenApiDocument {
    const language = languageOf(accepted);
    void reply.header('content-language', languageTag[language]);
    return this.documentIn(language);
  }

  @Get('docs')
  docs(
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const language = languageOf(accepted);
    void reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'content-language': languageTag[language],
      'content-security-policy': docsPolicy,
    });
    return docsPage(this.documentIn(language), language);
  }

  private documentIn(language: Language): OpenApiDocument {
    const document = this.made.get(language) ?? openApiDocument(this.routes.rows, language);
    this.made.set(language, document);
    return document;
  }
}
